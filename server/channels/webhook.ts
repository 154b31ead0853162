import { createHmac } from "node:crypto";
import type { Send } from "@/server/domain/monitoring/channel";
import { isAlertKey } from "@/server/domain/monitoring/plan-alerts";
import { post } from "./post";
import type { SettingsOf } from "./settings";

/** Messages as JSON, signed as Standard Webhooks say. A receiver that verifies: OPERATIONS.md, "Alerts". */
export function openWebhook({ url, secret }: SettingsOf<"webhook">): Send {
  return ({ title, text, link, priority }, sending) => {
    const type = isAlertKey(sending.key) ? "alert" : "notification";
    const body = JSON.stringify({ type, data: { key: sending.key, title, text, link, priority } });
    return post({ url, body, headers: signWebhook(secret, { ...sending, body }), secrets: [secret] }, sending);
  };
}

type Signed = { readonly id: string; readonly nowMs: number; readonly body: string };

/** The time is signed with the body, so that a receiver can refuse what somebody recorded and sends again. */
export function signWebhook(secret: string, { id, nowMs, body }: Signed): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timestamp = `${Math.floor(nowMs / 1_000)}`;
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
