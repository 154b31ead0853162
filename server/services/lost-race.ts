/** Another process or a rollback was first. The caller reads again; its transaction is rolled back. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}
