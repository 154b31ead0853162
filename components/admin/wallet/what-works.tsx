import { utf8ToBytes } from "@noble/hashes/utils";
import { SHORTEST_HASHED, walletSupportTexts as texts, WALLET_SUPPORT } from "@/components/messages/wallet-support";
import { Disclosure } from "@/components/ui/disclosure";

/** Said before anybody tries: which device cannot be known from here, so all are listed. */
export function WhatWorks({ text }: { text: string }) {
  const bytes = utf8ToBytes(text).length;
  return (
    <>
      {bytes < SHORTEST_HASHED ? null : <p className="max-w-prose text-muted text-small">{texts.long(bytes)}</p>}
      <Disclosure variant="line" summary={texts.summary}>
        <p className="max-w-prose text-muted text-small">{texts.tested}</p>
        <ul className="mt-2 flex flex-col divide-y divide-line" aria-label={texts.caption}>
          {WALLET_SUPPORT.map(({ name, result, how, instead, source }) => (
            <li key={name} className="py-2 text-small">
              <p className="flex flex-wrap justify-between gap-x-4">
                <span className="font-medium text-body">{name}</span>
                <span className={RESULTS[result]}>{texts.results[result]}</span>
              </p>
              <p className="text-muted">
                {how} {instead}
              </p>
              <p className="break-words text-faint">{source === null ? texts.noSource : texts.source(source)}</p>
            </li>
          ))}
        </ul>
      </Disclosure>
    </>
  );
}

const RESULTS = { signs: "text-well", hash: "text-stopped", not: "text-stopped", unknown: "text-muted" } as const;
