import type { Metadata } from "next";
import { AskForm } from "@/components/admin/top-up/ask-form";
import { OwnTopUp } from "@/components/admin/top-up/own-top-up";
import { PoolFigures } from "@/components/admin/top-up/pool-figures";
import { TopUpList } from "@/components/admin/top-up/top-up-list";
import { topUpTexts as texts } from "@/components/messages/top-up";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { env } from "@/server/env";
import { readPart } from "@/server/services/health/read-part";
import { readTopUps } from "@/server/services/top-up/read-top-ups";
import { formatAda } from "@/server/words/format";

export const metadata: Metadata = { title: texts.title };

export default async function TopUpPage() {
  const { userId } = await requireSession("pool.top-up");
  const ctx = await getContext();
  const { pool, busy, own, newest } = await readTopUps(ctx.db, userId);
  const operator = await readPart(ctx.db, "operator", Date.now());
  const networkMagic = env().NETWORK_MAGIC;
  const tokenName = pool?.tokenName ?? null;
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      {pool ? <PoolFigures pool={pool} /> : <EmptyState title={texts.noPool}>{texts.noPoolNote}</EmptyState>}
      {own ? (
        <Card title={texts.own.title}>
          <OwnTopUp key={own.txHash} own={own} busy={busy} tokenName={tokenName} networkMagic={networkMagic} />
        </Card>
      ) : pool ? (
        <Card title={texts.ask.title} note={texts.ask.note}>
          <AskForm
            least={formatAda(pool.minDeposit.lovelace)}
            tokenName={tokenName}
            busy={busy}
            networkMagic={networkMagic}
          />
        </Card>
      ) : null}
      <Card title={texts.operator.title} note={texts.operator.note}>
        <p className="max-w-prose break-words">{operator.fact}</p>
        {operator.next ? <p className="max-w-prose break-words text-muted">{operator.next}</p> : null}
      </Card>
      <Card title={texts.list.title}>
        <TopUpList newest={newest} tokenName={tokenName} />
      </Card>
    </>
  );
}
