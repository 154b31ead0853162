/* The independent check of final bytes is pure: it lives in the domain, where a signer can use it too. */
export { missingSigners, verifySpend } from "@/server/domain/contract/verify-transaction";
