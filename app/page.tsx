/** Placeholder until the catalogue stands here. */
export default function Home() {
  return (
    <main id="contenu">
      <h1>Contretemps</h1>
    </main>
  );
}
