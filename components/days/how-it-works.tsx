const STEPS = [
  {
    title: "Play",
    text: "Every payment to the game's address counts for the wallet that made it. Nothing has to be registered.",
  },
  {
    title: "Hold",
    text: "The last block of the day decides who holds how many tokens. The pot is shared by tokens, to the lovelace.",
  },
  {
    title: "Look and object",
    text: "The whole list is published before anything is signed, with time to object. It is calculated twice, by two ways that must agree.",
  },
  {
    title: "Get paid",
    text: "Several administrators sign the exact plan. The contract pays that and nothing else, to the addresses that hold the tokens.",
  },
];

export function HowItWorks() {
  return (
    <ol className="grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-4">
      {STEPS.map(({ title, text }, index) => (
        <li key={title} className="border-line border-t pt-4">
          <p className="figures text-faint text-small">{index + 1}</p>
          <h3 className="mt-1 font-semibold">{title}</h3>
          <p className="mt-1 text-muted">{text}</p>
        </li>
      ))}
    </ol>
  );
}
