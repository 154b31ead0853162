import { useState } from "react";
import { offlineTexts } from "@/components/messages/offline";
import { Button } from "@/components/ui/button";
import { Digits } from "@/components/ui/digits";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RowTh, Table, TableMessage, Td, Th } from "@/components/ui/table";
import type { PlannedPayment } from "@/server/domain/signing-request/check-plan";
import { formatAdaFigure } from "@/server/words/format";

const texts = offlineTexts.payments;
const FIRST_SHOWN = 10;
const MORE_SHOWN = 100;

/** Everybody who is paid, the largest first, to search in. */
export function Payments({ payments }: { payments: readonly PlannedPayment[] }) {
  const [search, setSearch] = useState("");
  const [most, setMost] = useState(FIRST_SHOWN);
  const wanted = search.trim().toLowerCase();
  const found = wanted === "" ? payments : payments.filter(({ address }) => address.includes(wanted));
  const shown = found.slice(0, most);
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h3 className="font-medium">{texts.title}</h3>
          <p className="text-muted text-small">{texts.note}</p>
        </div>
        <Field label={texts.search} className="w-full sm:w-72">
          {(control) => (
            <Input
              {...control}
              value={search}
              mono
              spellCheck={false}
              autoCapitalize="none"
              placeholder={texts.placeholder}
              onChange={(event) => {
                setSearch(event.currentTarget.value);
                setMost(FIRST_SHOWN);
              }}
            />
          )}
        </Field>
      </div>
      <div className="overflow-hidden rounded-panel border border-line">
        <Table
          caption={texts.caption}
          className="max-h-[28rem]"
          head={
            <>
              <Th>{texts.address}</Th>
              <Th numeric>{texts.amount}</Th>
              <Th numeric>{texts.batch}</Th>
            </>
          }
        >
          {shown.length === 0 ? <TableMessage columns={3}>{texts.none}</TableMessage> : null}
          {shown.map(({ address, lovelace, batch }) => (
            <tr key={address}>
              <RowTh className="whitespace-normal! w-full font-normal!">
                <code className="break-all font-mono text-small">{address}</code>
              </RowTh>
              <Td numeric>
                <Digits text={formatAdaFigure(lovelace, { sixPlaces: true })} />
              </Td>
              <Td numeric>{batch}</Td>
            </tr>
          ))}
        </Table>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="figures text-muted text-small" data-testid="shown">
          <Digits text={texts.shown(shown.length, found.length)} />
        </p>
        {shown.length < found.length ? (
          <Button size="small" onClick={() => setMost(most + MORE_SHOWN)}>
            {texts.more}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
