import { rulesTexts } from "@/components/messages/rules";

/** Sentences under each other: what changes, or what it would do. */
export function Changes({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return <p>{rulesTexts.form.onlyDay}</p>;
  return (
    <ul className="figures flex list-disc flex-col gap-1 pl-5">
      {sentences.map((sentence) => (
        <li key={sentence} className="break-words">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
