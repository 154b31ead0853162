import { Fragment } from "react";
import { THIN_SPACE } from "@/server/words/format";

/**
 * A grouped figure with room between its groups. Fonts seldom have U+202F, and the stand-in that browsers make is half
 * a space (1/8 em in Inter): too little beside tabular figures. This widens it to over 1/5 em; the text is unchanged.
 * One element, so that a flexible row (a button) does not part its groups.
 */
export function Digits({ text }: { text: string }) {
  const groups = text.split(THIN_SPACE);
  return (
    <span>
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a group of digits is known by
        <Fragment key={index}>
          {index > 0 ? <span className="tracking-[0.1em]">{THIN_SPACE}</span> : null}
          {group}
        </Fragment>
      ))}
    </span>
  );
}
