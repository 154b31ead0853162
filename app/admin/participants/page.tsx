import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { RegisterTable } from "@/components/admin/participants/register-table";
import { participantsTexts as texts } from "@/components/messages/participants";
import { Button, ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Digits } from "@/components/ui/digits";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { REGISTER_LISTS, type RegisterPage, type RegisterQuery } from "@/server/services/holders/list-register";
import { registerRouter } from "@/server/trpc/routers/register";

export const metadata: Metadata = { title: texts.title };

type ParticipantsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ParticipantsPage({ searchParams }: ParticipantsPageProps) {
  const session = await requireSession();
  const given = await searchParams;
  const text = (key: string) => (typeof given[key] === "string" ? given[key].trim() : "");
  const list = REGISTER_LISTS.find((each) => each === given.list) ?? "players";
  const query: RegisterQuery = { list, search: text("q"), cursor: text("at") || null };
  const caller = registerRouter.createCaller({ services: await getContext(), session });
  const answer = await caller.list(query).catch(whatIsWrong);
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <nav aria-label={texts.listsLabel} className="flex gap-2">
          {REGISTER_LISTS.map((each) => (
            <ButtonLink
              key={each}
              href={linkTo({ ...query, list: each, cursor: null })}
              aria-current={each === list ? "page" : undefined}
              variant={each === list ? "primary" : "secondary"}
            >
              {texts.lists[each]}
            </ButtonLink>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/useSemanticElements: not every screen reader knows <search> yet */}
        <form role="search" method="get" action="/admin/participants" className="flex w-full max-w-md gap-2">
          <input type="hidden" name="list" value={list} />
          <Input
            name="q"
            type="search"
            defaultValue={query.search}
            aria-label={texts.search}
            placeholder={texts.placeholder}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <Button type="submit">{texts.find}</Button>
        </form>
      </div>
      {"problem" in answer ? <Wrong query={query} problem={answer.problem} /> : <List query={query} page={answer} />}
    </>
  );
}

function linkTo({ list, search, cursor }: RegisterQuery): string {
  return `/admin/participants?${new URLSearchParams({ list, ...(search ? { q: search } : {}), ...(cursor ? { at: cursor } : {}) })}`;
}

/** What can be put right by whoever asked. */
function whatIsWrong(error: unknown): { readonly problem: string } {
  if (error instanceof TRPCError && error.code === "BAD_REQUEST") return { problem: error.message };
  throw error;
}

function Wrong({ query: { list, search }, problem }: { query: RegisterQuery; problem: string }) {
  return (
    <Callout
      tone="waiting"
      title={search ? texts.wrong : texts.wrongPage}
      action={<ButtonLink href={linkTo({ list, search: "", cursor: null })}>{texts.fromStart}</ButtonLink>}
    >
      {problem}
    </Callout>
  );
}

function List({ query, page }: { query: RegisterQuery; page: RegisterPage }) {
  const { list, search } = query;
  const { block, rows, before, after } = page;
  if (!block) return <EmptyState title={texts.none.unread}>{texts.none.unreadNote}</EmptyState>;
  const link = (cursor: string | null) => (cursor === null ? undefined : linkTo({ ...query, cursor }));
  return (
    <>
      {block.isOurs ? null : (
        <Callout tone="waiting" title={texts.undone.title}>
          {texts.undone.text}
        </Callout>
      )}
      <p className="figures text-muted">
        <Digits text={texts.asOf(list, page[list], block.height)} /> <Time ms={block.timeMs} show="exact" />
        {search ? (
          <>
            {" · "}
            {texts.found(rows.length, page.isCut)}
          </>
        ) : null}
      </p>
      {rows.length === 0 ? (
        <Nobody query={query} />
      ) : (
        <>
          <RegisterTable list={list} rows={rows} />
          <Pagination label={texts.pages} previousHref={link(before)} nextHref={link(after)}>
            {texts.order[list]}
          </Pagination>
        </>
      )}
      <p className="max-w-prose text-muted text-small">
        {texts.paid} {texts.exported} <code className="font-mono">{texts.exportCommand}</code>
      </p>
    </>
  );
}

function Nobody({ query: { list, search, cursor } }: { query: RegisterQuery }) {
  const { none } = texts;
  const start = (
    <ButtonLink href={linkTo({ list, search: "", cursor: null })}>{search ? texts.all : texts.fromStart}</ButtonLink>
  );
  const [title, note] = search
    ? [none.found, none.foundNote]
    : cursor
      ? [none.ended, none.endedNote]
      : [none[list], none[`${list}Note`]];
  return (
    <EmptyState title={title} action={search || cursor ? start : undefined}>
      {note}
    </EmptyState>
  );
}
