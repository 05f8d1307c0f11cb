/** Next.js calls this once when the server starts. What must not run is ended here, with the reason. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { begin } = await import('@/server/begin')
  begin()
}
