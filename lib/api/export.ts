import { z } from 'zod'
import { momentQuery } from '@/lib/api/query'

/** GET /api/export. `redact`: with other addresses and names of hosts, everywhere the same ones. */
export const exportQuery = momentQuery.extend({ redact: z.union([z.boolean(), z.stringbool()]).default(false) })
