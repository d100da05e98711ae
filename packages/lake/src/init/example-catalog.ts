/** A catalog to fill in, for a workspace made without files. */
export function writeExampleCatalog(timeZone: string): string {
  return `# A new workspace. Name your files below and take away the #, or let silhouette look at them:
#   silhouette init OTHER_FOLDER FILE…
silhouette: 1
name: My shop
timeZone: ${timeZone}   # days, weeks and months are local to this zone
# currency: KRW
now: latest   # questions are answered as of the end of the last day with an event

# sources:
#   members: { files: ["data/members.csv"] }
#   orders: { files: ["data/orders-*.csv.gz"] }

# customers:            # optional: without it, customers are those found in the events
#   from: members
#   key: member_id

# events:
#   purchase:
#     from: orders
#     customer: member_id
#     time: ordered_at
#     occasion: order_id       # several rows with one value are one order
#     fields:
#       amount: { type: number, unit: KRW }
#       product: { type: category, column: product_code, labelColumn: product_name }

# computed:
#   standard: true      # several hundred attributes from the events
`;
}
