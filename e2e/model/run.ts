import { BREACHES, type Breach } from "./breaches";
import { DESIGNS } from "./designs";
import { type Answer, explore } from "./explore";
import { MISTAKES, type MistakeName } from "./mistakes";
import { tell } from "./tell";
import { makeWorld } from "./world";

/*
 * `npm run model`: every mistake must be found, and every design exhausted without finding anything. What is done goes
 * to stderr; the last line on stdout is one JSON object. `npm run model -- --show NAME` prints how a mistake does harm.
 */

/** About 150 bytes each. A design that has more is too large to be exhausted on every change. */
const MOST_STATES = 3_000_000;
const EVERY_BREACH = Object.keys(BREACHES) as Breach[];
const MISTAKE_NAMES = Object.keys(MISTAKES) as MistakeName[];

const say = (line: string): void => console.error(line);

function findMistake(name: MistakeName) {
  const { bounds, breach } = MISTAKES[name];
  const world = makeWorld(bounds, name);
  return { world, answer: explore(world, { breaches: [breach], mostStates: MOST_STATES }) };
}

function show(name: string | undefined): number {
  const mistake = MISTAKE_NAMES.find((known) => known === name);
  if (mistake === undefined) {
    say(`There is no mistake ${name ?? "without a name"}. There are: ${MISTAKE_NAMES.join(", ")}.`);
    return 2;
  }
  const { world, answer } = findMistake(mistake);
  console.log([MISTAKES[mistake].says, ...tell(world, answer)].join("\n"));
  return answer.found === null ? 1 : 0;
}

function runAll(): number {
  const began = performance.now();
  let states = 0;
  const told = (name: string, answer: Answer, result: string): void => {
    states += answer.states;
    say(`${name.padEnd(28)}${result} (${answer.states} states, ${answer.transitions} transitions)`);
  };
  const found = MISTAKE_NAMES.filter((name) => {
    const { answer } = findMistake(name);
    told(name, answer, answer.found === null ? "NOT FOUND" : `found: ${BREACHES[answer.found]}`);
    return answer.found !== null;
  });
  const exhausted = Object.entries(DESIGNS).filter(([name, { bounds }]) => {
    const world = makeWorld(bounds, null);
    const answer = explore(world, { breaches: EVERY_BREACH, mostStates: MOST_STATES });
    const holds = answer.exhausted && answer.found === null;
    told(name, answer, holds ? "holds" : "DOES NOT HOLD, or was not exhausted");
    if (answer.found !== null) say(tell(world, answer).join("\n"));
    return holds;
  });
  const mistakes = MISTAKE_NAMES.length;
  const designs = Object.keys(DESIGNS).length;
  const ok = found.length === mistakes && exhausted.length === designs;
  const seconds = Math.round((performance.now() - began) / 1000);
  const result = { ok, mistakesFound: found.length, mistakes, exhausted: exhausted.length, designs, states, seconds };
  console.log(JSON.stringify(result));
  return ok ? 0 : 1;
}

const [option, name] = process.argv.slice(2);
if (option === undefined) process.exitCode = runAll();
else if (option === "--show") process.exitCode = show(name);
else {
  say("Usage: npm run model, or npm run model -- --show NAME");
  process.exitCode = 2;
}
