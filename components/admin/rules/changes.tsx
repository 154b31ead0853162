/** Sentences under each other: what changes, or what it would do. */
export function Changes({ sentences }: { sentences: readonly string[] }) {
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
