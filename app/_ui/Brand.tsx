/** The mark: a track, three barred instants and one that came late. */
import Link from "next/link";
import styles from "./Brand.module.css";

export function Brand() {
  return (
    // The catalogue is not fetched before it is asked for: a laboratory is heavy enough.
    <Link href="/" prefetch={false} className={styles.brand}>
      <svg viewBox="0 0 30 18" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeWidth="2">
          <path d="M1 9h28" strokeWidth="1.25" />
          <path d="M4 3v12M13 3v12M26 3v12" />
        </g>
        <circle
          cx="19"
          cy="9"
          r="3.2"
          fill="var(--surface)"
          stroke="currentColor"
          strokeWidth="2"
        />
      </svg>
      Contretemps
    </Link>
  );
}
