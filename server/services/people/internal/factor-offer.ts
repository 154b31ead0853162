import { ServiceError } from "../../errors";
import type { SecretBox } from "../secret-box";
import { newTotpSecret, stepOfCode, totpUri } from "./totp";

/**
 * A new second factor that is not in force. It is kept nowhere: the browser holds it sealed, as `ticket`, and sends it
 * back with a first code. Every look at the page makes another one. All of them end with what they are sealed for.
 */
export type FactorOffer = { readonly secret: string; readonly uri: string; readonly ticket: string };

/** `context` names what ends before the offer could be taken twice: a link, or a session and the factor in force. */
export function offerFactor(box: SecretBox, email: string, context: string): FactorOffer {
  const secret = newTotpSecret();
  return { secret, uri: totpUri(secret, email), ticket: box.seal(secret, context) };
}

export type TakenOffer = { readonly ticket: string; readonly code: string; readonly nowMs: number };

/** The secret, and the step of its first code. Throws ServiceError `bad-input` for another's ticket or a wrong code. */
export async function takeOffer(
  box: SecretBox,
  { ticket, code, nowMs }: TakenOffer,
  context: string,
): Promise<{ readonly secret: string; readonly step: number }> {
  const secret = openTicket(box, ticket, context);
  const step = await stepOfCode(secret, code, nowMs, null);
  if (step !== null) return { secret, step };
  throw new ServiceError("bad-input", "Wrong code. Enter the newest one that the app shows for this account.");
}

function openTicket(box: SecretBox, ticket: string, context: string): string {
  try {
    return box.open(ticket, context);
  } catch {
    throw new ServiceError("bad-input", "This page is too old. Reload it, and scan its new code.");
  }
}
