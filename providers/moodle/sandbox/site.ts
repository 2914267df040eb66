/** Where the sandbox's Moodle lives: in a folder, as many do. */
export const siteHost = 'lms.harbourtraining.example';
export const siteFolder = '/moodle';
export const wwwroot = `https://${siteHost}${siteFolder}`;
