export const deployLabWorker = async (): Promise<void> => {}
