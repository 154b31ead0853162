import { topUpTexts } from "@/components/messages/top-up";
import { Amount } from "@/components/ui/amount";
import { DataList } from "@/components/ui/data-list";
import { Time } from "@/components/ui/time";
import type { ShownTopUp } from "@/server/services/top-up/read-top-ups";
import { groupDigits } from "@/server/words/format";
import { noteOf } from "./note-of";

const texts = topUpTexts.list;

/** Deposits that people asked for in the console, newest first. Others are in the pool's history alone. */
export function TopUpList({ newest, tokenName }: { newest: readonly ShownTopUp[]; tokenName: string | null }) {
  if (newest.length === 0) return <p className="text-muted text-small">{texts.none}</p>;
  return (
    <DataList
      items={newest.map(({ id, name, lovelace, tokens, state, detail, sinceMs }) => ({
        key: id,
        label: (
          <>
            {name}, <Time ms={sinceMs} show="exact" />
          </>
        ),
        value: (
          <>
            <Amount lovelace={lovelace} />
            {tokens > 0n ? ` + ${texts.tokens(groupDigits(tokens), tokenName ?? "")}` : null}
            {" · "}
            {texts.states[state]}
          </>
        ),
        note: noteOf(state, detail),
      }))}
    />
  );
}
