import type { SettledOpinion } from "../second-opinion/opinion";
import type { Manifest } from "./manifest";

type Declared = Pick<Manifest["declared"], "source" | "secondOpinion">;

/** What a report says of the sources that its day was read from and confirmed by. The same opinion gives the same. */
export function declaredOf(opinion: SettledOpinion): Declared {
  const { first: source } = opinion;
  switch (opinion.kind) {
    case "alone":
      return { source, secondOpinion: { kind: "none", acceptedBy: opinion.acceptedBy } };
    case "agrees": {
      const { witness, at: block } = opinion;
      return { source, secondOpinion: { kind: "agrees", witness, block } };
    }
    case "accepted": {
      const { witness, total: differences, by: acceptedBy } = opinion;
      return { source, secondOpinion: { kind: "differs", witness, differences, acceptedBy } };
    }
  }
}
