/** The databases, in PostgreSQL’s words: those of the text, and the two that it leaves unsaid. */
import { outboxTable } from "../../simulator/coordination.ts";

export const OUTBOX = "outbox";

const products = `CREATE TABLE products (
  sku         VARCHAR(50) PRIMARY KEY,
  price_cents INT NOT NULL,
  version     INT NOT NULL
)`;

const orders: readonly string[] = [
  `CREATE TABLE orders (
    id          VARCHAR(50) PRIMARY KEY,
    status      VARCHAR(50) NOT NULL,
    total_cents INT NOT NULL
  )`,
  `CREATE TABLE order_items (
    order_id   VARCHAR(50) NOT NULL REFERENCES orders(id),
    product_id VARCHAR(50) NOT NULL,
    quantity   INT NOT NULL,
    PRIMARY KEY (order_id, product_id)
  )`,
];

/** Everything in one base: catalogue and orders share its connections. */
export const monolith: readonly string[] = [products, "CREATE SEQUENCE price_version", ...orders];

/** A copy of the catalogue, for reading. */
export const replica: readonly string[] = [products];

export const ownOrders: readonly string[] = [...orders, outboxTable(OUTBOX)];

export const payments: readonly string[] = [
  `CREATE TABLE payments (
    id           VARCHAR(50) PRIMARY KEY,
    order_id     VARCHAR(50) NOT NULL,
    amount_cents INT NOT NULL,
    status       VARCHAR(50) NOT NULL
  )`,
];

export const skuOf = (rank: number): string => `article-${rank}`;

/** Price at the start. */
export const priceOf = (rank: number): number => 1_990 + 100 * rank;

export const firstProducts = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, i) => `INSERT INTO products VALUES ('${skuOf(i)}', ${priceOf(i)}, 0)`,
  );
