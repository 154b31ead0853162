import { describe, expect, test } from "vitest";
import { classifySubmission } from "./submit";

const ID = "ab".repeat(32);
const kindOf = (status: number, body: string) => classifySubmission(ID, status, body).kind;

describe("accepted only with the right id", () => {
  test.each([
    ["a JSON string", `"${ID}"`],
    ["a bare hash", ID],
    ["capitals and a line end", `${ID.toUpperCase()}\n`],
  ])("%s", (_, body) => expect(kindOf(200, body)).toBe("accepted"));

  test.each([
    ["another id", `"${"cd".repeat(32)}"`],
    ["nothing", ""],
    ["a page", "<html>ok</html>"],
    ["an id inside other text", `{"hash":"${ID}"}`],
  ])("%s is ambiguous", (_, body) => expect(kindOf(200, body)).toBe("ambiguous"));

  test("the right id with an error status is ambiguous", () => expect(kindOf(500, ID)).toBe("ambiguous"));
});

test("a refusal is told in the ledger's words, without what is wrapped around them", () => {
  const error = ['ConwayMempoolFailure "All inputs are spent."', "and more"];
  const wrapped = { tag: "TxSubmitFail", contents: { contents: { contents: { era: "Conway", error } } } };
  const body = JSON.stringify({ status_code: 400, error: "Bad Request", message: JSON.stringify(wrapped) });
  const detail = 'status 400: ConwayMempoolFailure "All inputs are spent."; and more';
  expect(classifySubmission(ID, 400, body)).toEqual({ kind: "ambiguous", detail });
});

test("reasons that are no texts are told as they came", () => {
  const body = JSON.stringify({ contents: { error: ["one", { toString: 1 }, 2] } });
  expect(classifySubmission(ID, 400, body).kind).toBe("ambiguous");
  expect(classifySubmission(ID, 400, body)).toMatchObject({ detail: 'status 400: one; {"toString":1}; 2' });
});

describe("a refusal is only believed where no ledger state could change it", () => {
  const failure = (...rules: string[]) =>
    JSON.stringify({
      error: "Bad Request",
      message: `transaction submit error ${rules.join(" ")}`,
      status_code: 400,
    });

  test.each(["InvalidWitnessesUTXOW", "MissingVKeyWitnessesUTXOW", "WrongNetwork", "WrongNetworkInTxBody"])(
    "%s is rejected",
    (rule) => expect(kindOf(400, failure(rule))).toBe("rejected"),
  );

  test.each([
    "BadInputsUTxO",
    "All inputs are spent. Transaction has probably already been included",
    "ValueNotConservedUTxO",
    "OutsideValidityIntervalUTxO",
    "FeeTooSmallUTxO",
    "BabbageOutputTooSmallUTxO",
    "ExUnitsTooBigUTxO",
    "DecoderFailure",
    "Mempool is full, please try resubmitting again later.",
    "something nobody has seen before",
  ])("%s is ambiguous", (rule) => expect(kindOf(400, failure(rule))).toBe("ambiguous"));

  test("a permanent rule beside unknown inputs is ambiguous", () =>
    expect(kindOf(400, failure("InvalidWitnessesUTXOW", "BadInputsUTxO"))).toBe("ambiguous"));

  test.each([402, 403, 404, 418, 425, 429, 500, 503, 302])("status %i is ambiguous whatever it says", (status) =>
    expect(kindOf(status, failure("InvalidWitnessesUTXOW"))).toBe("ambiguous"),
  );
});
