/** The one wake-up channel: says which of my databases have something new. */
import { fetchNews } from '@/api/sync'

const WAIT_SECONDS = 45

export class NewsChannel {
  private token: string | null = null

  /** Waits for news; returns the names of databases, empty when nothing happened for a while. The first call returns
   * at once and names all. Throws ApiProblem, Unreachable, or the abort. */
  async wait(signal: AbortSignal): Promise<string[]> {
    const news = await fetchNews(this.token, WAIT_SECONDS, signal)
    this.token = news.token
    return news.databases
  }
}
