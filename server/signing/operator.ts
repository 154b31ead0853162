import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex } from "@noble/hashes/utils";
import type { TransactionSigner } from "@/server/domain/ports";
import type { SoftwareKey } from "./key-file";

/** The operator's key in this process. It can execute approved plans, nothing else (contracts/README.md, "Trust"). */
export function createOperator(key: SoftwareKey): TransactionSigner {
  return {
    publicKey: () => key.publicKey,
    signTransactionId: (txHash) => bytesToHex(ed25519.sign(txHash, key.secretKey)),
  };
}
