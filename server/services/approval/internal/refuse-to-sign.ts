import type { SignRefusal } from "@/server/domain/day/may-sign";
import { sayWhyNotSign } from "@/server/words/may-sign";
import { ServiceError, type ServiceErrorCode } from "../../errors";

const CODES: Record<SignRefusal["kind"], ServiceErrorCode> = {
  "already-signed": "conflict",
  "not-proposed": "wrong-state",
  disabled: "not-allowed",
  role: "not-allowed",
  "no-key": "not-allowed",
  "not-an-approver": "not-allowed",
  "too-late": "conflict",
};

/** The refusal as a ServiceError. */
export function refuseToSign(refusal: SignRefusal): ServiceError {
  return new ServiceError(CODES[refusal.kind], sayWhyNotSign(refusal));
}
