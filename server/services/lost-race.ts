/** Somebody else was first, or a rollback was. The caller reads again; nothing of its transaction is kept. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}
