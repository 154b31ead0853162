import { CircleDashed, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { Hash } from "@/components/ui/hash";
import { TONES } from "@/components/ui/tone";

type SignatureListProps = {
  title: string;
  /** A heading of this level. */
  heading: "h3" | "h4";
  /** How many of how many, and what tests find it by. */
  count: string;
  testId: string;
  children: ReactNode;
};

/** Who has signed something, whose signature does not count, and who can still sign. */
export function SignatureList({ title, heading: Heading, count, testId, children }: SignatureListProps) {
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <Heading className="font-medium">{title}</Heading>
        <p className="figures text-muted text-small" data-testid={testId}>
          {count}
        </p>
      </div>
      <ul className="mt-2 flex flex-col gap-2.5">{children}</ul>
    </div>
  );
}

const LOOKS = {
  signed: { icon: TONES.well.icon, color: "text-well" },
  refused: { icon: CircleX, color: "text-stopped" },
  unsigned: { icon: CircleDashed, color: "text-muted" },
} as const;

type SignatureRowProps = {
  kind: keyof typeof LOOKS;
  /** Whose it is, or could be. */
  who: ReactNode;
  /** The key, with its label, and what is said of it. */
  publicKey?: { readonly label: string; readonly hex: string; readonly name: string; readonly said: ReactNode };
};

export function SignatureRow({ kind, who, publicKey }: SignatureRowProps) {
  const { icon: Icon, color } = LOOKS[kind];
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={`mt-1 size-4 shrink-0 ${color}`} />
      <div className="min-w-0 text-small">
        <p className="text-body">{who}</p>
        {publicKey ? (
          <p className="flex flex-wrap items-center gap-x-1.5 text-muted">
            {publicKey.label} <Hash text={publicKey.hex} label={publicKey.name} /> <span>{publicKey.said}</span>
          </p>
        ) : null}
      </div>
    </li>
  );
}
