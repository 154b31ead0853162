import type { Metadata } from "next";
import { headers } from "next/headers";
import { AddressForm } from "@/components/eligibility/address-form";
import { Answer } from "@/components/eligibility/answer";
import { eligibilityTexts as texts } from "@/components/messages/eligibility";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { getContext } from "@/server/context";
import { networkLabel } from "@/server/domain/cardano/network";
import { callerOf } from "@/server/doors/caller";
import { sayTooMany, takeForHandle } from "@/server/doors/limited";
import { env } from "@/server/env";
import { checkEligibility } from "@/server/services/eligibility/check-eligibility";
import { ServiceError } from "@/server/services/errors";

export const metadata: Metadata = { title: texts.title };

type Query = { address?: string | string[]; before?: string | string[] };

export default async function EligibilityPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const address = first(query.address).trim();
  const before = /^\d{1,9}$/.test(first(query.before)) ? Number(first(query.before)) : undefined;
  const network = networkLabel(env().NETWORK_MAGIC);
  const answer = address === "" ? null : await ask(address, before);
  const wrong = answer instanceof ServiceError && answer.code !== "unavailable" ? answer.message : undefined;
  const prefix = network === "mainnet" ? "addr1" : "addr_test1";
  return (
    <div className="flex flex-col gap-8">
      <PageHeader title={texts.title} note={texts.note} />
      <AddressForm prefix={prefix} address={address} error={wrong} />
      {answer instanceof ServiceError && !wrong ? (
        <Callout tone="waiting" title={texts.unavailable.title}>
          {texts.unavailable.text(answer.message)}
        </Callout>
      ) : null}
      {answer && !(answer instanceof ServiceError) ? <Answer view={answer} network={network} /> : null}
    </div>
  );
}

async function ask(address: string, beforeDay: number | undefined) {
  try {
    return await checkEligibility(await getContext(), {
      address,
      beforeLookUp,
      ...(beforeDay === undefined ? {} : { beforeDay }),
    });
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

async function beforeLookUp(): Promise<void> {
  const seconds = await takeForHandle(callerOf(await headers()));
  if (seconds > 0) throw new ServiceError("too-many", sayTooMany(seconds));
}

function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
