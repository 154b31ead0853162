import { describe, expect, it } from "vitest";
import { largeReportInput } from "@/server/testing/domain/large-report";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { collectReport } from "@/server/testing/domain/written-report";
import { verifyReport } from "../report/read-report";
import { checkPlan } from "./check-plan";
import { type ChosenFile, findTexts, reportIn } from "./chosen-files";

const { text, parts, hash } = sampleReport();

function file(content: string, name = "any"): ChosenFile {
  return new File([content], name);
}

async function verified(files: readonly ChosenFile[]): Promise<string> {
  const report = await reportIn(await findTexts(files), hash);
  if (!report) return "no manifest";
  const result = await verifyReport(report);
  return result.ok ? "verified" : result.problems.join("; ");
}

describe("a report in files", () => {
  const each = [file(text), ...parts.map((part) => file(part.text))];

  it("is found by its hashes, in any order, whatever the files are called", async () => {
    expect(await verified(each)).toBe("verified");
    expect(await verified([...each].reverse())).toBe("verified");
    expect(await verified([file("some letter"), ...each, file("")])).toBe("verified");
  });

  it("may be one file, a text on each line, with a line's end after the last or without", async () => {
    const lines = [text, ...parts.map((part) => part.text)];
    expect(await verified([file(lines.join("\n"))])).toBe("verified");
    expect(await verified([file(`${lines.join("\n")}\n`)])).toBe("verified");
  });

  it("is not found if its manifest is changed, and is not whole without a part", async () => {
    expect(await verified([file(text.replace("{", "{ ")), ...each.slice(1)])).toBe("no manifest");
    expect(await verified(each.slice(0, 1))).toMatch(/part 1 of the lines is missing/);
    expect(await verified([file(text), file(parts.map((part) => part.text.replace("1", "2")).join("\n"))])).toMatch(
      /missing/,
    );
    expect(await verified([])).toBe("no manifest");
  });

  it("may have more lines than a part, and be longer than what is read at once", async () => {
    const large = collectReport(largeReportInput(25_000));
    const whole = file([large.text, ...large.parts.map((part) => part.text)].join("\n"));
    expect(whole.size).toBeGreaterThan(8 * 1024 * 1024);
    const report = await reportIn(await findTexts([whole]), large.hash);
    if (!report) throw new Error("the report is not found");
    expect((await verifyReport(report)).ok).toBe(true);
  });

  it("a line that never ends is not kept", async () => {
    let read = 0;
    const endless: ChosenFile = {
      name: "endless",
      size: 256 * 1024 * 1024,
      slice: (start, end) => {
        read += end - start;
        return { arrayBuffer: async () => new Uint8Array(end - start).buffer };
      },
    };
    expect(await verified([endless, ...each])).toBe("verified");
    expect(read).toBe(endless.size);
  });

  it("is checked with a request for it", async () => {
    const { request } = plannedRequest({ text });
    const report = await reportIn(await findTexts(each), request.reportHash);
    expect(report && (await checkPlan(request, report)).ok).toBe(true);
  });
});
