import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Hash } from "@/components/ui/hash";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { MyKey as Key } from "@/server/services/approval/my-key";
import { EnrolKey } from "./enrol-key";

type MyKeyProps = { mine: Key; userId: string; networkMagic: number };

/** The key that this person approves with. Its secret is never here: only sealed, or not at all. */
export function MyKey({ mine, userId, networkMagic }: MyKeyProps) {
  const { publicKey, sealedKey, counts, network, freeKeys, threshold, approvers } = mine;
  return (
    <Card
      title="My approver key"
      note={approvers > 0 ? `${threshold} of the pool's ${approvers} keys approve a payout.` : undefined}
    >
      {publicKey === null ? (
        <p className="text-muted">No key is enrolled as yours, so you cannot approve payouts.</p>
      ) : (
        <>
          {counts ? null : (
            <Callout tone="stopped" title="The pool does not count this key" className="mb-4">
              Its approvers are fixed on chain and this key is not among them.
            </Callout>
          )}
          <DataList
            items={[
              {
                label: "Fingerprint",
                value: <code className="break-all font-mono text-small">{keyHashOf(publicKey)}</code>,
                note: "blake2b-224 of the public key: the key hash that wallets and explorers show",
              },
              {
                label: "Public key",
                value: <Hash text={publicKey} label="public key" head={16} tail={12} />,
              },
              {
                label: "Where it is kept",
                value:
                  sealedKey === null
                    ? "With you: in a wallet, or as a sealed key file"
                    : "Here, sealed under your passphrase, which we never see",
              },
            ]}
          />
        </>
      )}
      {network === null || freeKeys.length === 0 ? null : (
        <div className="mt-4 border-line border-t pt-4">
          <EnrolKey freeKeys={freeKeys} network={network} userId={userId} networkMagic={networkMagic} />
        </div>
      )}
    </Card>
  );
}
