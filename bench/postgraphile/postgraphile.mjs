// PostGraphile over the database that PGHOST, PGUSER and PGDATABASE name: node postgraphile.mjs
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";

const pool = new pg.Pool({ max: 10 });
const server = createServer(
  postgraphile(pool, "public", { graphqlRoute: "/graphql", disableQueryLog: true, watchPg: false, graphiql: false, legacyRelations: "omit" }),
);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/graphql`));
