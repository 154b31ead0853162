import { z } from "zod";
import { MOST_CODE_CHARACTERS } from "@/server/domain/people/credentials";

/** As it is typed: checked against what is stored, which is shorter. */
export const passwordInput = z.string().max(1_000);

/** Of an authenticator app, which shows its digits in groups, or a recovery code. */
export const codeInput = z
  .string()
  .max(MOST_CODE_CHARACTERS)
  .transform((text) => text.replace(/\s/g, ""));

/** A second factor that was offered, as the browser holds it. */
export const ticketInput = z.string().max(400);
