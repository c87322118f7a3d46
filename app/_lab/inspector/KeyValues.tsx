/** Sections of key/value rows: changed values highlighted, the former one struck beside, copy. */
"use client";
import { useState } from "react";
import { useActions } from "@/app/_lab/hooks.ts";
import { later } from "@/app/_lab/shell/Later.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { VisuallyHidden } from "@/app/_ui/VisuallyHidden.tsx";
import styles from "./KeyValues.module.css";
import type { InspectRow, InspectSection, InspectValue } from "./reading.ts";

type Part = NonNullable<InspectRow["part"]>;

const PartPanel = later(() => import("@/app/_lab/stage/PartPanel.tsx").then((m) => m.PartPanel));

function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 1_200);
    } catch {
      // Refused by the browser: the value stays selectable.
    }
  };
  return (
    <button
      type="button"
      className={styles.copy}
      aria-label={`Copier ${label}`}
      onClick={() => void copy()}
    >
      <Sign name={isCopied ? "ok" : "copy"} />
      <span role="status" className="visually-hidden">
        {isCopied ? "Copié." : ""}
      </span>
    </button>
  );
}

function ShownValue({ value }: { readonly value: InspectValue }) {
  const tone = value.tone === undefined ? undefined : `tone-${value.tone}`;
  return (
    <span className={styles.value}>
      {value.name !== undefined && <VisuallyHidden>{value.name}&nbsp;: </VisuallyHidden>}
      {value.before === null ? (
        <span className={tone} title={value.name}>
          {value.text}
        </span>
      ) : (
        <>
          <ins className={cx("changed", styles.ins)} title={value.name}>
            {value.text}
          </ins>
          {value.before !== "" && (
            <>
              {" "}
              <del className="was">{value.before}</del>
            </>
          )}
        </>
      )}
    </span>
  );
}

/** The words of a part's reading are in its drawing; the whole line is copied as one. */
function PartRow({ row, part }: { readonly row: InspectRow; readonly part: Part }) {
  return (
    <tr className={styles.row}>
      <td colSpan={2} className={styles.part}>
        <PartPanel {...part} />
        <CopyButton text={row.values.map((value) => value.text).join(" ")} label={row.label} />
      </td>
    </tr>
  );
}

function Row({ row }: { readonly row: InspectRow }) {
  const { select, goTo } = useActions();
  const { select: target, step } = row;
  const raw = row.values.map((value) => value.raw).join(" ");
  return (
    <tr className={styles.row}>
      <th scope="row">
        {row.sign && (
          <span className={`tone-${row.sign.tone}`}>
            <Sign
              name={row.sign.name}
              title={row.sign.word === "" ? undefined : row.sign.word}
            />{" "}
          </span>
        )}
        {target === undefined ? (
          row.label
        ) : (
          <button type="button" className={styles.link} onClick={() => select(target)}>
            {row.label}
          </button>
        )}
      </th>
      <td>
        {row.values.map((value, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: values follow the columns of their row
          <ShownValue key={i} value={value} />
        ))}
        {step !== undefined && (
          <button
            type="button"
            className={styles.go}
            aria-label={`Aller au pas ${step + 1}`}
            onClick={() => goTo(step)}
          >
            <Sign name="right" />
          </button>
        )}
        <CopyButton text={raw} label={row.label} />
      </td>
    </tr>
  );
}

export function KeyValues({ sections }: { readonly sections: readonly InspectSection[] }) {
  return sections.map((section) => (
    <table key={section.id} className={styles.section}>
      <caption>
        {section.title} {section.note !== undefined && <small>{section.note}</small>}
      </caption>
      <tbody>
        {section.rows.map((row) =>
          row.part === undefined ? (
            <Row key={row.id} row={row} />
          ) : (
            <PartRow key={row.id} row={row} part={row.part} />
          ),
        )}
        {section.rows.length === 0 && (
          <tr className={styles.empty}>
            <td colSpan={2}>{section.empty}</td>
          </tr>
        )}
      </tbody>
    </table>
  ));
}
