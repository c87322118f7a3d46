/** The page of an address that leads nowhere. Next's own carries an inline style that the policy refuses. */
import Link from "next/link";

export default function NotFound() {
  return (
    <main id="contenu" className="book page-note">
      <h1>Cette page n’existe pas.</h1>
      <p>L’adresse est peut-être incomplète, ou la page a changé de place.</p>
      <p>
        <Link href="/">Revenir au catalogue</Link>
      </p>
    </main>
  );
}
