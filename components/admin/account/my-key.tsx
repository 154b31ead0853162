import { accountTexts } from "@/components/messages/account";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Hash } from "@/components/ui/hash";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { MyKey as Key } from "@/server/services/approval/my-key";
import { EnrolKey } from "./enrol-key";

const texts = accountTexts.key;

type MyKeyProps = { mine: Key; userId: string; networkMagic: number };

/** The key that this person approves with. Its secret is never here, or only sealed. */
export function MyKey({ mine, userId, networkMagic }: MyKeyProps) {
  const { publicKey, keyIsHere, counts, network, freeKeys, threshold, approvers } = mine;
  return (
    <Card title={texts.title} note={approvers > 0 ? texts.threshold(threshold, approvers) : undefined}>
      {publicKey === null ? (
        <p className="text-muted">{texts.none}</p>
      ) : (
        <>
          {counts ? null : (
            <Callout tone="stopped" title={texts.notCounted} className="mb-4">
              {texts.notCountedNote}
            </Callout>
          )}
          <DataList
            items={[
              {
                label: texts.fingerprint,
                value: <code className="break-all font-mono text-small">{keyHashOf(publicKey)}</code>,
                note: texts.fingerprintNote,
              },
              {
                label: texts.publicKey,
                value: <Hash text={publicKey} label={texts.publicKeyLabel} head={16} tail={12} />,
              },
              { label: texts.stored, value: keyIsHere ? texts.storedHere : texts.storedByYou },
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
