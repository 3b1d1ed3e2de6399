// A file as it goes into a JSON body.
export async function base64(of: File): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error());
    reader.readAsDataURL(of);
  });
  return address.slice(address.indexOf(",") + 1);
}
