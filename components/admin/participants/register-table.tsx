import { participantsTexts as texts } from "@/components/messages/participants";
import { terms } from "@/components/messages/terms";
import { StatusText } from "@/components/ui/badge";
import { Digits } from "@/components/ui/digits";
import { Hash } from "@/components/ui/hash";
import { RowTh, Table, TableFrame, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { RegisterList, RegisterView } from "@/server/services/holders/list-register";
import { groupDigits } from "@/server/words/format";

type RegisterTableProps = { list: RegisterList; rows: readonly RegisterView[] };

/** On a phone the first play, the number of plays and what is missing stand under the address. */
export function RegisterTable({ list, rows }: RegisterTableProps) {
  const { head } = texts;
  return (
    <TableFrame>
      <Table
        caption={texts.caption[list]}
        head={
          <>
            <Th>{head.player[list]}</Th>
            <Th className="max-md:hidden">{head.first}</Th>
            <Th numeric className="max-md:hidden">
              {head.plays}
            </Th>
            <Th numeric>{head.held}</Th>
            <Th className="max-md:hidden">{head.eligible}</Th>
          </>
        }
      >
        {rows.map((row) => (
          <Row key={row.place} row={row} list={list} />
        ))}
      </Table>
    </TableFrame>
  );
}

function Row({ row, list }: { row: RegisterView; list: RegisterList }) {
  const { first, plays, held, counted, owner } = row;
  const isPerson = owner.kind === "key";
  return (
    <tr>
      <RowTh>
        <Name row={row} label={texts.id[list]} />
        <div className="grid gap-0.5 whitespace-normal font-normal text-muted text-small">
          {owner.kind === "script" ? (
            <span>{owner.contract ? texts.owner.contract(owner.contract) : texts.owner.unknownContract}</span>
          ) : null}
          {owner.kind === "nobody" ? <span>{texts.owner.nobody}</span> : null}
          {isPerson ? (
            <span className="grid gap-0.5 md:hidden">
              <Decision row={row} />
              {first ? <Digits text={texts.since(plays, first.dayIndex)} /> : null}
            </span>
          ) : null}
        </div>
      </RowTh>
      <Td className="figures whitespace-nowrap max-md:hidden">
        {first ? (
          <>
            <Digits text={texts.firstPlay(first.dayIndex, first.height)} />
            <div className="text-muted">
              <Time ms={first.timeMs} show="exact" />
            </div>
          </>
        ) : (
          <span className="text-muted">{texts.never}</span>
        )}
      </Td>
      <Td numeric className="max-md:hidden">
        <Digits text={groupDigits(plays)} />
      </Td>
      <Td numeric>
        <Digits text={groupDigits(held)} />
        {isPerson && counted < held ? (
          <div className="text-muted">
            <Digits text={texts.counted(counted)} />
          </div>
        ) : null}
      </Td>
      <Td className="max-md:hidden">
        <Decision row={row} />
      </Td>
    </tr>
  );
}

/** The address leads to what the public page says of it: evidence, and what was paid. */
function Name({ row: { address, place }, label }: { row: RegisterView; label: string }) {
  if (address) {
    return <Hash text={address} label={label} href={`/eligibility?address=${address}`} head={14} tail={6} />;
  }
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="font-normal text-muted">{texts.owner.key}</span>
      <Hash text={place.slice(place.indexOf(":") + 1)} label={terms.id.key} />
    </span>
  );
}

function Decision({ row: { decision } }: { row: RegisterView }) {
  return <StatusText tone={decision === "eligible" ? "well" : "waiting"}>{texts.why[decision]}</StatusText>;
}
