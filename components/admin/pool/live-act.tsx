import { TextToSign } from "@/components/admin/signing/text-to-sign";
import { TransactionId } from "@/components/days/transaction-id";
import { poolTexts } from "@/components/messages/pool";
import { Callout } from "@/components/ui/callout";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";
import { Time } from "@/components/ui/time";
import { voidedName } from "@/server/domain/contract/act-fate";
import { can, type Role, rolesThatCan } from "@/server/domain/people/roles";
import type { LiveActView } from "@/server/services/acts/list-acts";
import type { MyKey } from "@/server/services/approval/my-key";
import { sayVoided } from "@/server/words/act-fate";
import { sentence } from "@/server/words/sentence";
import { ActActions } from "./act-actions";
import { ActSignatures } from "./act-signatures";
import { ActStatus } from "./act-status";
import { Effect } from "./effect";
import { SignAct } from "./sign-act";
import { Voids } from "./voids";

const texts = poolTexts.card;

/** Who looks at it, and what they sign with. */
export type Viewer = {
  readonly role: Role;
  readonly key: MyKey;
  readonly networkMagic: number;
  readonly network: string;
};

/** An act that can still land: what it does; beside it its text, its signatures, and what can be done. */
export function LiveAct({ act, viewer, open }: { act: LiveActView; viewer: Viewer; open: boolean }) {
  const { fate, withdrawn, voids, effect } = act;
  return (
    <Disclosure id={`act-${act.id}`} open={open} summary={effect.title} aside={<ActStatus act={act} />}>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-5">
          {withdrawn ? (
            <Callout tone="waiting" title={texts.withdrawnTitle}>
              {texts.withdrawn(withdrawn.name)}
            </Callout>
          ) : null}
          {fate.kind === "held-up" ? (
            <Callout tone="stopped" title={texts.heldUp}>
              {sentence(`${fate.why}.`)}
            </Callout>
          ) : null}
          {fate.kind === "ahead" ? (
            <Callout tone="stopped" title={poolTexts.state.ahead}>
              {texts.ahead}
            </Callout>
          ) : null}
          <Effect effect={effect} />
          <Voids sentences={voids.map(sayVoided)} />
          <Origin act={act} network={viewer.network} />
        </div>
        <div className="flex min-w-0 flex-col gap-5 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <TextToSign text={act.text} />
          <ActSignatures act={act} />
          <Signing act={act} viewer={viewer} />
        </div>
        <div className="min-w-0 border-line border-t pt-5">
          <Sending act={act} viewer={viewer} />
        </div>
      </div>
    </Disclosure>
  );
}

function Origin({ act, network }: { act: LiveActView; network: string }) {
  const { proposed, reason, sending, outcome } = act;
  return (
    <DataList
      items={[
        {
          label: texts.proposed(proposed.name),
          value: `“${reason}”`,
          note: <Time ms={proposed.atMs} />,
        },
        ...(sending
          ? [
              {
                label: poolTexts.actions.asked(sending.name),
                value: sending.txHash ? (
                  <TransactionId txHash={sending.txHash} network={network} />
                ) : (
                  poolTexts.actions.sending
                ),
                note: <Time ms={sending.atMs} />,
              },
            ]
          : []),
        ...(outcome ? [{ label: texts.outcome, value: sentence(outcome) }] : []),
      ]}
    />
  );
}

function Signing({ act, viewer }: { act: LiveActView; viewer: Viewer }) {
  const { withdrawn, unsigned, sending } = act;
  if (withdrawn || sending || unsigned.length === 0 || !can(viewer.role, "pool.administer")) return null;
  return (
    <div className="border-line border-t pt-4">
      <SignAct
        id={act.id}
        title={act.effect.title}
        text={act.text}
        unsigned={unsigned}
        own={ownKey(act, viewer)}
        keyIsHere={viewer.key.keyIsHere}
        networkMagic={viewer.networkMagic}
      />
    </div>
  );
}

function Sending({ act, viewer }: { act: LiveActView; viewer: Viewer }) {
  return (
    <ActActions
      id={act.id}
      voids={act.voids.map(voidedName)}
      notSent={whyNotSent(act, viewer.role)}
      mayAct={can(viewer.role, "pool.administer")}
      isSending={act.sending !== null}
      isWithdrawn={act.withdrawn !== null}
      isSigned={act.signatures.length > 0}
      isCancel={act.name === "cancel"}
      needsNewOperator={act.newOperator !== null}
    />
  );
}

/** Null if this person can have it sent. */
function whyNotSent({ approvals, threshold, unsigned, fate }: LiveActView, role: Role): string | null {
  if (!can(role, "pool.administer")) return mayNot(role);
  const { lacking, newKey } = poolTexts.actions;
  const missing = [
    ...(approvals < threshold ? [lacking(threshold - approvals, threshold)] : []),
    ...(unsigned.some(({ isConsent }) => isConsent) ? [newKey] : []),
  ];
  if (missing.length > 0) return missing.join(" ");
  return fate.kind === "open" ? null : poolTexts.state.heldUp;
}

function ownKey({ unsigned, signatures }: LiveActView, { key }: Viewer): { publicKey: string } | { why: string } {
  const { whyNot } = poolTexts.sign;
  const { publicKey } = key;
  if (publicKey === null) return { why: whyNot.noKey };
  if (signatures.some((signature) => signature.publicKey === publicKey)) return { why: whyNot.signed };
  return unsigned.some((wanted) => wanted.publicKey === publicKey) ? { publicKey } : { why: whyNot.notAsked };
}

function mayNot(role: Role): string {
  return poolTexts.sign.whyNot.role(role, rolesThatCan("pool.administer").join(" or "));
}
