import { FileSignature } from "lucide-react";
import type { Metadata } from "next";
import { RefreshEvery } from "@/components/admin/overview/refresh-every";
import { EndedActs } from "@/components/admin/pool/ended-acts";
import { LiveAct, type Viewer } from "@/components/admin/pool/live-act";
import { PoolFigures, PoolInFull } from "@/components/admin/pool/pool-facts";
import { PoolForecast } from "@/components/admin/pool/pool-forecast";
import { ProposeAct } from "@/components/admin/pool/propose-act";
import { poolTexts as texts } from "@/components/messages/pool";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { networkIdOf, networkLabel } from "@/server/domain/cardano/network";
import { ACT_NAMES, type ActName, isActName } from "@/server/domain/contract/typed-act";
import { can, rolesThatCan } from "@/server/domain/people/roles";
import { env } from "@/server/env";
import { type ActList, listActs } from "@/server/services/acts/list-acts";
import { readMyKey } from "@/server/services/approval/my-key";
import { openPlanDay } from "@/server/services/day/open-plan";
import { readRunway } from "@/server/services/day/runway";
import type { LivePool } from "@/server/services/pool/load-pool";
import { type FormField, formFieldsOf } from "@/server/words/act-form";

export const metadata: Metadata = { title: texts.title };

/** Whether an act has landed is no entry in the log. */
const REFRESH_SECONDS = { sending: 3, quiet: 30 };

type PoolPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PoolPage({ searchParams }: PoolPageProps) {
  const session = await requireSession();
  const query = await searchParams;
  const ctx = await getContext();
  const before = /^\d{1,9}$/.test(String(query.before ?? "")) ? Number(query.before) : null;
  const acts = await listActs(ctx, before);
  const { pool, names } = acts;
  const networkMagic = env().NETWORK_MAGIC;
  const network = networkLabel(networkMagic);
  const viewer: Viewer = { role: session.role, key: await readMyKey(ctx, session.userId), networkMagic, network };
  const runway = pool ? await readRunway(ctx.db) : null;
  const openDay = pool ? await openPlanDay(ctx.db, pool) : null;
  const wanted = typeof query.act === "string" && isActName(query.act) ? query.act : null;
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      {pool ? (
        <PoolFigures pool={pool} />
      ) : (
        <Callout tone="neutral" title={texts.closed.title}>
          {texts.closed.text}
        </Callout>
      )}
      {pool ? <LiveActs acts={acts} viewer={viewer} openDay={openDay} /> : null}
      {runway ? <PoolForecast runway={runway} /> : null}
      {pool ? (
        <Disclosure key={wanted ?? "any"} id="propose" open={wanted !== null} summary={texts.form.title}>
          <div className="flex flex-col gap-5">
            <p className="max-w-prose text-muted">{texts.form.note}</p>
            {can(session.role, "pool.administer") ? (
              <ProposeAct
                key={`${wanted} ${pool.datum.nonce}`}
                first={wanted ?? "cancel"}
                forms={formsOf(pool)}
                approvers={pool.settings.approvers.map((publicKey) => ({
                  publicKey,
                  name: names.get(publicKey) ?? null,
                }))}
              />
            ) : (
              <p>{texts.form.mayNot(session.role, rolesThatCan("pool.administer").join(" or "))}</p>
            )}
          </div>
        </Disclosure>
      ) : null}
      <Section id="ended" title={texts.ended.title} note={texts.ended.note}>
        <EndedActs acts={acts} network={network} />
      </Section>
      {pool ? <PoolInFull pool={pool} networkId={networkIdOf(networkMagic)} nowMs={acts.nowMs} names={names} /> : null}
      <RefreshEvery
        seconds={acts.live.some(({ sending }) => sending) ? REFRESH_SECONDS.sending : REFRESH_SECONDS.quiet}
      />
    </>
  );
}

function LiveActs({ acts, viewer, openDay }: { acts: ActList; viewer: Viewer; openDay: number | null }) {
  const { live } = acts;
  return (
    <Section
      title={texts.acts.title}
      note={texts.acts.note}
      actions={openDay === null ? null : <ButtonLink href={`/admin/days/${openDay}`}>{texts.acts.openDay}</ButtonLink>}
    >
      {openDay === null ? null : <p className="text-muted">{texts.acts.resume(openDay)}</p>}
      {live.length === 0 ? (
        <EmptyState icon={FileSignature} title={texts.acts.none}>
          {texts.acts.noneNote}
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-3">
          {live.map((act, index) => (
            <li key={act.id}>
              <LiveAct act={act} viewer={viewer} open={index === 0} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function formsOf(pool: LivePool): Record<ActName, readonly FormField[]> {
  const forms = ACT_NAMES.map((name) => [name, formFieldsOf(name, pool)]);
  return Object.fromEntries(forms) as Record<ActName, readonly FormField[]>;
}
