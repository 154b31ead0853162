import type { Message } from "@/server/domain/monitoring/message";

/** A message by which somebody sees whether messages arrive. */
export function testMessage(by: string, siteUrl: string | null): Message {
  return {
    title: "Test: messages arrive here",
    text: `${by} sent this to see whether they do. Nothing is wrong, and there is nothing to do.`,
    link: siteUrl === null ? null : `${siteUrl}/admin/alerts`,
    priority: null,
  };
}
