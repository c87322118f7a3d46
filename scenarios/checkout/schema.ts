/** The databases that both designs share, in PostgreSQL's words. */
import { PRODUCTS } from "./products.ts";

export const inventory: readonly string[] = [
  `CREATE TABLE stock (
    sku       VARCHAR(50) PRIMARY KEY,
    available INT NOT NULL CHECK (available >= 0)
  )`,
  `CREATE TABLE reservations (
    id          VARCHAR(100) PRIMARY KEY,
    checkout_id VARCHAR(100) NOT NULL,
    sku         VARCHAR(50) NOT NULL REFERENCES stock(sku),
    quantity    INT NOT NULL,
    status      VARCHAR(20) NOT NULL
  )`,
  "CREATE SEQUENCE reservation_number",
];

export const orders: readonly string[] = [
  `CREATE TABLE orders (
    id          VARCHAR(100) PRIMARY KEY,
    checkout_id VARCHAR(100) NOT NULL,
    client_id   VARCHAR(100) NOT NULL,
    sku         VARCHAR(50) NOT NULL,
    quantity    INT NOT NULL,
    total_cents INT NOT NULL,
    status      VARCHAR(20) NOT NULL
  )`,
  "CREATE SEQUENCE order_number",
];

export const firstStock = (count: number): readonly string[] =>
  PRODUCTS.map(({ sku }) => `INSERT INTO stock (sku, available) VALUES ('${sku}', ${count})`);
