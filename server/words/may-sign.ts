import type { SignRefusal } from "@/server/domain/day/may-sign";
import { rolesThatCan } from "@/server/domain/people/roles";
import { quoteDayState } from "./day-state";

/** Why a plan cannot be signed, and what to do about it. */
export function sayWhyNotSign(refusal: SignRefusal): string {
  switch (refusal.kind) {
    case "already-signed":
      return "You have signed this plan.";
    case "not-proposed":
      return refusal.state === "PROPOSED"
        ? "The oracle has not signed the plan yet. Approvers sign it after that."
        : `The day is ${quoteDayState(refusal.state)}. Only a day that awaits approval can be approved.`;
    case "disabled":
      return "Your account is disabled.";
    case "role":
      return `Your role is ${refusal.role}. Approving requires ${rolesThatCan("day.approve").join(" or ")}.`;
    case "no-key":
      return "You have no enrolled key. Enrol one on your account page.";
    case "not-an-approver":
      return "This key is not one of the pool's approver keys on chain. Sign with your enrolled key.";
    case "too-late":
      return "Signing has closed. The plan will be proposed again with a new deadline.";
  }
}
