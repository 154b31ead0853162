import { readActText, readKeyText } from "@/server/domain/signing-request/read-text";
import { sayAct } from "@/server/words/signing-request";
import { usageError } from "./command";

/**
 * What a key is asked for by nothing but a line: to consent to its own place. All else moves money or power, and is
 * signed where it is compared with what the person expects. Throws a usage error that says where.
 */
export function requireConsent(text: string): void {
  if (readKeyText(text) !== null) return;
  const act = readActText(text);
  if (act !== null) {
    throw usageError(
      `This is an act on a pool (${sayAct(act).title}), which is compared with what you expect before it is signed: ` +
        'npm run sign -- --text "THE LINE" --expected FILE, with your key.',
    );
  }
  throw usageError(
    "Only a key's consent to its place is signed here. A plan is computed again from its report first: npm run sign " +
      "-- --request FILE --report PLACE. Other texts are not signed.",
  );
}
