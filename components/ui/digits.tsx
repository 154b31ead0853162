import { Fragment } from "react";
import { THIN_SPACE } from "@/server/words/format";

/**
 * A grouped figure with room between its groups. Few fonts have U+202F, and the browsers' substitute is half a space
 * (1/8 em in Inter): too little beside tabular figures. This widens it to over 1/5 em; the text is unchanged. One
 * element, so that a flexible row (a button) does not separate the groups.
 */
export function Digits({ text }: { text: string }) {
  const groups = text.split(THIN_SPACE);
  return (
    <span>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group of digits is identified by its place
        <Fragment key={index}>
          {index > 0 ? <span className="tracking-[0.1em]">{THIN_SPACE}</span> : null}
          {group}
        </Fragment>
      ))}
    </span>
  );
}
