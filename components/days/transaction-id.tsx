import { terms } from "@/components/messages/terms";
import { Hash } from "@/components/ui/hash";
import { explorerHref } from "./network";

type TransactionIdProps = { txHash: string; network: string; label?: string };

/** A transaction's id, linked to the network's explorer if there is one. */
export function TransactionId({ txHash, network, label = terms.id.transaction }: TransactionIdProps) {
  return <Hash text={txHash} label={label} href={explorerHref(network, "transaction", txHash)} />;
}
