import type { Message } from "../domain/monitoring/message";
import type { PosixMs } from "../domain/units";
import { formatMinute } from "./format";

/** What somebody sends to themselves to see whether it comes. */
export function sayTestMessage(link: string, nowMs: PosixMs): Message {
  const text = `You asked for it on your account page at ${formatMinute(nowMs)}. Nothing is to be done.`;
  return { title: "This is a test message", text, link, priority: null };
}

/** What somebody sends to a channel for the same. A command knows no address of the site. */
export function sayChannelTest(by: string, siteUrl: string | null): Message {
  const text = `${by} sent it to see whether it arrives. Nothing is wrong, and nothing is to be done.`;
  return { title: "This is a test message", text, link: siteUrl && `${siteUrl}/admin/alerts`, priority: null };
}
