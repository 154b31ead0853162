/**
 * The rows of the table in `OPERATIONS.md, "When a day stops"`, by what one sees, and the tests that bring each about
 * and do what its last cell says: files, and what the name of a test there contains. `npm run check:house` fails for a
 * row that is not here and for a test that is not there; `npm run test:faults` runs them.
 */
export const STOPS = [
  [
    "stopped: an anomaly",
    ["server/services/advance/release-anomaly.fault.test.ts", "two people release a day that an anomaly stopped"],
  ],
  [
    "stopped: a limit, a cap, the pool's balance",
    ["server/services/day/read-anew.fault.test.ts", "one that the pool had too little money for is read anew"],
    ["e2e/ways-out/by-command.fault.test.ts", "read anew by two, by rules that two have changed"],
  ],
  [
    "stopped: the two calculations or the supply differ",
    ["server/services/advance/old-supply.fault.test.ts", "what is still said after some blocks stops it"],
  ],
  [
    "stopped: two kinds of chain source differ",
    ["server/services/second-opinion/stops.fault.test.ts", "the day goes on by itself, and is paid"],
    ["server/services/second-opinion/stops.fault.test.ts", "two people have it go on as it is"],
  ],
  [
    "stopped: a rollback took what it was read from",
    ["server/services/advance/snapshot-rolled-back.fault.test.ts", "is committed and paid once it is released"],
    ["e2e/ways-out/by-command.fault.test.ts", "cancelled by the approvers, read anew by two once that is final"],
  ],
  [
    "stopped by a person, or a plan that an approver does not like",
    ["server/cli/day.fault.test.ts", "stopped by one person and read anew by two"],
    ["e2e/ways-out/by-command.fault.test.ts", "stopped by one, released by two"],
  ],
  [
    "stopped, and later days must not wait for it",
    ["server/cli/day.fault.test.ts", "a stopped day is closed by two"],
    ["server/services/day/close-carried-by-people.fault.test.ts", "the next day pays all of it, once"],
    ["e2e/ways-out/by-command.fault.test.ts", "closed by two with everything carried"],
  ],
  [
    "proposed, and the oracle has not answered",
    ["server/services/advance/sign-requests.fault.test.ts", "is made again, word for word"],
    ["server/services/advance/sign-requests.fault.test.ts", "it is read anew once the deadline is final"],
  ],
  [
    "proposed, and the oracle refuses",
    ["server/services/advance/sign-requests.fault.test.ts", "a stopped day is read anew at once"],
  ],
  [
    "proposed, and nobody signs",
    ["server/services/approval/approvals.db.test.ts", "after its deadline a plan is proposed again"],
  ],
  [
    "the pool has moved on since it was signed for (Cancel, setting)",
    ["server/services/advance/void-plan.fault.test.ts", "voids it: it is read again"],
    ["server/services/advance/void-plan.fault.test.ts", "a change of the settings voids a plan"],
  ],
  [
    "partly paid: the deadline passed, or the plan was cancelled",
    ["server/services/payout/part-paid.fault.test.ts", "whose deadline passes is ended by the engine"],
    ["e2e/ways-out/by-command.fault.test.ts", "nobody does anything, the next day pays the rest"],
    ["e2e/ways-out/by-command.fault.test.ts", "resumed by one, signed by the approvers"],
  ],
  ["a Resume that nobody signs", ["server/services/resume/resume.fault.test.ts", "a Resume that nobody signs"]],
  [
    "a batch cannot be built (fees, size) while a plan is paid",
    ["server/services/advance/parameters-change.fault.test.ts", "stops a committed day with its reason"],
  ],
  [
    "stopped: two machines differ about a batch",
    ["server/services/advance/machines-differ.fault.test.ts", "a batch of which two machines differ stops the day"],
  ],
  [
    "a deposit came under a transaction that was sent",
    ["server/services/advance/void-plan.fault.test.ts", "a deposit under a Commit that was sent"],
  ],
  [
    "the engine is paused",
    ["server/services/engine-pause/paused-engine.fault.test.ts", "paused between a Commit and the first payment"],
  ],
  [
    "a reference script was spent, or is gone",
    ["server/services/pool/references.db.test.ts", "spent while a day is paid, they stop it in words"],
    ["server/services/pool-commands/make-references.fault.test.ts", "the two scripts are held once"],
  ],
  [
    "the pool is at a plan that this database does not know",
    [
      "server/services/payout/restored-backup.fault.test.ts",
      "pays nothing a second time: it stops, and adopting leads on",
    ],
  ],
];
