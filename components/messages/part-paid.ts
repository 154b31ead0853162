import { count } from "./terms";

/** A day whose plan ended before every batch was paid: what becomes of the rest, and how to pay it sooner. */
export const partPaidTexts = {
  title: "This day is partly paid",
  left: (amount: string, recipients: number) => `${amount} to ${count(recipients, "recipient")} is left.`,
  effect:
    "Its plan ended before every batch was paid. What is left is still owed, and the next day's plan pays it: nobody has to do anything.",
  resuming:
    "Somebody asked to pay what is left by the same plan. Oracle and approvers sign that, and meanwhile no other plan is proposed. It is to be paid before",
  summary: "Pay what is left now, by the same plan",
  ask: "Oracle and approvers then sign a new deadline for it. Meanwhile no other plan is proposed.",
  reason: "Why it should not wait for the next day",
  reasonHint: "The other approvers read it before they sign.",
  submit: (day: number) => `Ask to resume day ${day}`,
  approve: (day: number, amount: string) => `Approve the rest of day ${day}, ${amount}`,
} as const;
