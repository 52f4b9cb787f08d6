# The home server: production's worker in workerd, with its own Postgres or yours. See docs/home-server.md.
FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 DATA_DIR=/data HOME=/tmp WRANGLER_SEND_METRICS=false
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --include=optional && npm cache clean --force
COPY . .
RUN npm run build && mkdir /data && chown node:node /data /app /app/dist
USER node
VOLUME /data
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/health/ready').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "src/local/serve/index.ts"]
